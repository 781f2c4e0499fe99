// Every operation that functions may use, of all values that it is made for: for tests, since no function of
// this project has them all.
constexpr const char* name = "every_operation";

template <class T>
constexpr auto f(const T& x) {
  const T near = max(min(x, 3), -3);
  T y = sin(near) + 0.5 * cos(2 * near);
  y += tanh(x) / (1 + exp(-x));
  y -= 1 / (1 + abs(log(abs(x))));
  y *= 0.75;
  y /= 1 + sqrt(abs(x));
  y = fma(y, near, 0.25 - y);
  y = select(x < -2, -y, select(x <= -1, y + 1, y));
  y = select(x == 0.5, 2 * y, select(x != 1, y, y - 3));
  return select(x > 2, +y + 1, select(x >= 1.5, y - 1, y));
}
