#include <vector>
#include "shop/cart.hpp"

using namespace std;
using Price = long long;
using shop::Money;
namespace fs = std::filesystem;

namespace shop::orders {

/// Anything with a total.
template <typename T, int N = 3>
class Cart final : public Base<T>, protected virtual detail::Counted {
 public:
  explicit Cart(const Money& start, int n = 2) noexcept : Base<T>(start), items_{n} {}
  virtual ~Cart() = default;
  Cart(const Cart&) = delete;
  [[nodiscard]] virtual Money total() const override;
  static int count;
  Cart& operator+=(const Item& item) { items_.push_back(item); return *this; }
  template <class U> U as() const { return static_cast<U>(items_.size()); }
  enum class Level : int { Low, High = 4 };
  struct Line { int quantity; Money price{}; };
  friend bool operator==(const Cart& a, const Cart& b);

 protected:
  std::vector<T> items_;

 private:
  void check() { if (items_.empty() || count > N) throw std::runtime_error("secret"); }
  mutable int hits_ = 0;
};

template <typename T, int N>
Money Cart<T, N>::total() const {
  Money sum{0};
  for (const auto& [key, item] : this->items_) sum += item.price;
  auto twice = [&sum](int x) -> int { return x * 2 + sum.value(); };
  return count > 3 ? sum : Money::zero(twice(1));
}

int Counter::next(int step) { return value_ += step; }

concept Small = sizeof(int) < 8;
constexpr int kMax = 10;
extern "C" { void c_api(int code); }
static void hidden() {}

namespace {
int anonymous = 1;
void inner() {}
}

}  // namespace shop::orders

#define CHECK(x) do { if (!(x)) abort(); } while (0)
union Raw { int i; float f; };
typedef struct Old { int a; } Old;

int main(int argc, char** argv) {
  auto cart = new shop::orders::Cart<int>(Money{1});
  std::unique_ptr<Line> line = std::make_unique<Line>();
  cart->total();
  try { run(); } catch (const std::exception& e) { log(e.what()); }
  do { argc--; } while (argc > 0 && argv);
  switch (argc) { case 1: delete cart; default: return 0; }
}
