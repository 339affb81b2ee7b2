export namespace Geometry.Plane {
  const hidden = 1;
  export const origin = [0, 0];
  export function distance(a: Point, b: Point): number {
    return hidden;
  }
  export namespace Deep {
    export type Inner = string;
  }
}
namespace Internal {
  export class Tool {}
}
