// The function of the notebook: three terms of a geometric series, two additions and three multiplications
// an element.
constexpr const char* name = "cubic";
constexpr const char* formula = "x + x² + x³";
constexpr bool is_array_expression = true;

template <class T>
constexpr auto f(const T& x) {
  return x + x * x + x * x * x;
}
