enum colour {
  RED,
#define RED RED
  BLUE = 2, /* as the sea */
#define BLUE BLUE
#define EACH(name, value) COLOUR_##name = value, /* one
  on each line */
  COLOURS(EACH)
#undef EACH
  LAST
};

struct boat {
  BOAT_FIELDS
#define BOAT_SAILS 2
  int sails;
  struct boat *next;
};

static const int depths[] = {
#define DEEP(metres) -(metres),
  DEEP(3)
  4
};

#if 0
#define NEVER 1
#endif

#define BLOCK(x) do { if (x) {
int moor(int berth) {
#define BERTHS 3
  return berth % BERTHS;
}
