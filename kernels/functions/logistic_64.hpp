// 64 steps of the logistic map x → r·x·(1 − x) (May 1976, doi:10.1038/261459a0), each of which needs the one
// before. With r = 5/2 every x between 0 and 1 tends to 3/5. The map is written around its maximum, where
// rounding errors shrink from step to step: so the result can be checked closely.
constexpr const char* name = "logistic_64";
constexpr const char* formula = "64 steps of x → 2.5x(1 − x)";
constexpr auto input = uniform(0, 1);

template <class T>
constexpr auto f(const T& x) {
  T y = x;
  for (int step = 0; step < 64; ++step) {
    const T d = y - 0.5;
    y = 2.5 * (0.25 - d * d);
  }
  return y;
}
