#define harbour_internal static inline
#define harbour_hidden __attribute__((visibility("hidden")))

typedef long ssize_t;

harbour_internal harbour_hidden
int harbour_depth(int berth) {
  return berth * 2;
}

harbour_internal unsigned HARBOUR_DEPTHS[4] = {1, 2, 3, 4};

static DWORD WINAPI harbour_watch(void *argument) {
  return 0;
}

enum harbour_state {
  HARBOUR_OPEN,
  HARBOUR_CLOSED
};
