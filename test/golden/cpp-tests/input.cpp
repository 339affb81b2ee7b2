#include <harbour/test.h>

namespace harbour {
TEST_CASE("a quay has berths", "[quay]") {
  Quay quay(3);
  SECTION("all free") {
    REQUIRE(quay.free() == 3);
  }
}

TEST_F(QuayTest, IsBuilt) {
  Quay quay(1);
}

TEST_P(QuayTest, IsFull)
{
  Quay quay(2);
}

TEMPLATE_TEST_CASE("a crane lifts", "[crane]", Small, (Large<int, 2>)) {
  TestType crane;
}

BENCHMARK_IMPL(lift) {
  return lift(3);
}

int after(int berth) LOCKED;
}
