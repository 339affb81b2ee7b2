#if defined(HARBOUR_SHARED) && !defined(HARBOUR_STATIC)
#  include "export.h"
#endif
#if HARBOUR_VERSION > 20100L && __has_include(<span>)
#  include <span>
#endif

HARBOUR_BEGIN_NAMESPACE

class HARBOUR_API Quay final : public Berth {
 public:
  explicit Quay(int places) : places_(places) {}
  operator const char*() const;
  HARBOUR_NODISCARD auto free() const -> int;

 private:
  int places_;
  static const char* const kName;
};

const char* const Quay::kName = "east";

template <typename Ship> struct HARBOUR_API Manifest<Ship, char> {
  Ship ship;
};

HARBOUR_API ::std::string describe(const Quay& quay);

void Quay::lock() GUARDED_BY(mutex_) {
  if (places_ > 0) RETRY_ON_FAILURE(close(places_));
}

DISABLE_WARNINGS_POP()

TEST(quay_test, enum) { EXPECT_THROW_MSG(throw Error("full"), Error, "full"); }

TEST(quay_test, after) { Quay quay(1); }

HARBOUR_END_NAMESPACE
