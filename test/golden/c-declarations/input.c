/* Ring buffers. */
#include <stdio.h>
#include "ring/types.h"

#define RING_MAX 128
#define RING_NEXT(i) (((i) + 1) % RING_MAX)

typedef unsigned int size;
typedef struct ring ring_t;
typedef int (*compare_fn)(const void *a, const void *b);
typedef struct { int x; } point_t;

/** A ring. */
struct ring {
  size head, tail;
  char *names[RING_MAX];
  int (*visit)(struct ring *self, int depth);
  struct { int inner; } part;
};

enum state { STATE_EMPTY, STATE_FULL = 3 };
union value { int i; float f; };

static int count = 0;
extern const char *version;
const int limits[3] = { 1, 2, 3 };
int plain, *pointer, table[4];

int ring_push(ring_t *ring, const char *name);

/**
 * Adds a name.
 */
static inline int ring_add(ring_t *ring, const char *name, ...)
{
  int i = 0, *p = &count;
  struct ring *other = ring->next;
  for (i = 0; i < 3; i++) {
    if (ring->head == RING_NEXT(ring->tail) && other != NULL || !name) return -1;
  }
  switch (i) { case 1: break; case 2: goto end; default: break; }
  while (i--) { other->names[i] = strdup(name); }
  count += (size) sizeof(struct ring);
  log_event("secret", STATE_FULL, i ? version : name);
end:
  return ring->visit(ring, 1);
}

char **names_of(void) { return 0; }
compare_fn pick(int which) { return which ? &by_name : by_size; }
