// The Gaussian error linear unit of transformers, as it is mostly computed: with a hyperbolic tangent in the
// place of the error function (Hendrycks & Gimpel 2016, arXiv:1606.08415).
constexpr const char* name = "gelu";
constexpr const char* formula = "½x(1 + tanh(√(2/π)(x + 0.044715x³)))";
constexpr bool is_array_expression = true;

template <class T>
constexpr auto f(const T& x) {
  return 0.5 * x * (1 + tanh(0.7978845608028654 * (x + 0.044715 * x * x * x)));
}
