// The softsign of neural networks (Turian, Bergstra & Bengio 2009), a sigmoid that needs no exponential: one
// division an element.
constexpr const char* name = "softsign";
constexpr const char* formula = "x / (1 + |x|)";
constexpr bool is_array_expression = true;

template <class T>
constexpr auto f(const T& x) {
  return x / (1 + abs(x));
}
