// The cubic with 32 terms instead of three, by Horner's rule: a multiplication and an addition a term, each
// of which waits for the one before.
constexpr const char* name = "polynomial_32";
constexpr const char* formula = "x + x² + … + x³²";

template <class T>
constexpr auto f(const T& x) {
  T sum = x + 1;
  for (int term = 2; term < 32; ++term) {
    sum = sum * x + 1;
  }
  return sum * x;
}
