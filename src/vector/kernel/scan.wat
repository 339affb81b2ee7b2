;; Approximate dot products of one query with many rows of bytes, four rows ("a quad") at a time.
;; Built by scripts/build/kernel.js into scan.ts beside this file: change it here only.
;;
;; A quad in memory:  4 scales (f32) | 4 errors (f32) | 4 rows of `stride` signed bytes.
;; A row stands for scale * bytes, give or take its error (the length of what rounding lost), and the
;; query for query_scale * its 16-bit numbers, so for every row
;;   scale * query_scale * (bytes . query) -/+ (error + query_error)
;; encloses the exact dot product. Quads with an upper bound of `cut` or more are written out: their
;; number (from `first` on, i32), and both bounds of their rows (4 bytes each). Returns how many.
(module
  (memory (export "memory") 1)
  (func (export "scan")
    (param $quad i32)        ;; address of the first quad, a multiple of 16
    (param $quads i32)       ;; how many, at least 1
    (param $stride i32)      ;; bytes per row, a multiple of 16
    (param $query i32)       ;; address of `stride` 16-bit numbers
    (param $query_scale f32)
    (param $query_error f32)
    (param $cut f32)
    (param $first i32)       ;; the number of the first quad
    (param $numbers i32)     ;; addresses of what is written
    (param $lower i32)
    (param $upper i32)
    (result i32)
    (local $start i32)
    (local $a i32) (local $b i32) (local $c i32) (local $d i32)
    (local $at i32) (local $end i32) (local $q v128)
    (local $sa v128) (local $sb v128) (local $sc v128) (local $sd v128)
    (local $dots v128) (local $errors v128)
    (local.set $end (i32.add (local.get $query) (i32.shl (local.get $stride) (i32.const 1))))
    (local.set $start (local.get $numbers))
    (loop $next_quad
      (local.set $a (i32.add (local.get $quad) (i32.const 32)))
      (local.set $b (i32.add (local.get $a) (local.get $stride)))
      (local.set $c (i32.add (local.get $b) (local.get $stride)))
      (local.set $d (i32.add (local.get $c) (local.get $stride)))
      (local.set $sa (v128.const i32x4 0 0 0 0))
      (local.set $sb (v128.const i32x4 0 0 0 0))
      (local.set $sc (v128.const i32x4 0 0 0 0))
      (local.set $sd (v128.const i32x4 0 0 0 0))
      (local.set $at (local.get $query))
      (loop $next_eight
        (local.set $q (v128.load (local.get $at)))
        (local.set $sa (i32x4.add (local.get $sa) (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $a)) (local.get $q))))
        (local.set $sb (i32x4.add (local.get $sb) (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $b)) (local.get $q))))
        (local.set $sc (i32x4.add (local.get $sc) (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $c)) (local.get $q))))
        (local.set $sd (i32x4.add (local.get $sd) (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $d)) (local.get $q))))
        (local.set $q (v128.load offset=16 (local.get $at)))
        (local.set $sa (i32x4.add (local.get $sa) (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $a)) (local.get $q))))
        (local.set $sb (i32x4.add (local.get $sb) (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $b)) (local.get $q))))
        (local.set $sc (i32x4.add (local.get $sc) (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $c)) (local.get $q))))
        (local.set $sd (i32x4.add (local.get $sd) (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $d)) (local.get $q))))
        (local.set $a (i32.add (local.get $a) (i32.const 16)))
        (local.set $b (i32.add (local.get $b) (i32.const 16)))
        (local.set $c (i32.add (local.get $c) (i32.const 16)))
        (local.set $d (i32.add (local.get $d) (i32.const 16)))
        (local.set $at (i32.add (local.get $at) (i32.const 32)))
        (br_if $next_eight (i32.lt_u (local.get $at) (local.get $end)))
      )
      ;; The four sums of each row are added up crosswise: one lane per row remains.
      (local.set $sa (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $sa) (local.get $sb))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $sa) (local.get $sb))))
      (local.set $sc (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $sc) (local.get $sd))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $sc) (local.get $sd))))
      (local.set $dots (f32x4.convert_i32x4_s (i32x4.add
        (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $sa) (local.get $sc))
        (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $sa) (local.get $sc)))))
      (local.set $dots (f32x4.mul (local.get $dots)
        (f32x4.mul (v128.load (local.get $quad)) (f32x4.splat (local.get $query_scale)))))
      (local.set $errors (f32x4.add (v128.load offset=16 (local.get $quad)) (f32x4.splat (local.get $query_error))))
      (if (v128.any_true (f32x4.ge (f32x4.add (local.get $dots) (local.get $errors)) (f32x4.splat (local.get $cut))))
        (then
          (i32.store (local.get $numbers) (local.get $first))
          (v128.store (local.get $lower) (f32x4.sub (local.get $dots) (local.get $errors)))
          (v128.store (local.get $upper) (f32x4.add (local.get $dots) (local.get $errors)))
          (local.set $numbers (i32.add (local.get $numbers) (i32.const 4)))
          (local.set $lower (i32.add (local.get $lower) (i32.const 16)))
          (local.set $upper (i32.add (local.get $upper) (i32.const 16)))
        )
      )
      (local.set $first (i32.add (local.get $first) (i32.const 1)))
      (local.set $quad (local.get $d))
      (br_if $next_quad (local.tee $quads (i32.sub (local.get $quads) (i32.const 1))))
    )
    (i32.shr_u (i32.sub (local.get $numbers) (local.get $start)) (i32.const 2))
  )
)
