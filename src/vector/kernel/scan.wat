;; Approximate dot products of one query with the rows of a sheet (1,024 rows of bytes).
;; Built by scripts/build/kernel.js into scan.ts beside this file: change it here only.
;;
;; A sheet in memory:  scales (f32, one per row) | errors (f32) | for each pair of dimensions the two signed
;; bytes of each row. Only pairs that the query has are read, each from one end to the other, which memory
;; is fastest at: a question of a few hashed words leaves most of the sheet alone. A row stands for
;; scale * bytes, give or take its error (the length of what its lower bytes say), and the query for query_scale *
;; its 16-bit numbers, so for every row
;;   scale * query_scale * (bytes . query) -/+ (least of error, scale * reach; + query_error)
;; encloses the exact dot product: no lower byte counts more than half a scale, so `reach` is half of what the
;; query's values add up to without their signs, which is little for a question of a few words. Of each four rows
;; ("a quad") with an upper bound of `cut` or more are written: their number (from `first` on, i32), and of each row
;; both bounds and bytes . query, which is exact (4 bytes each). Returns how many.
(module
  (memory (export "memory") 1)
  (func (export "scan")
    (param $sheet i32)       ;; address, a multiple of 16
    (param $rows i32)        ;; how many rows, a multiple of 16, at least 16
    (param $query i32)       ;; address of the query's pairs, in groups of four: place in a sheet (i32), two 16-bit numbers
    (param $end i32)         ;; where they end; at least one group
    (param $query_scale f32)
    (param $query_error f32)
    (param $reach f32)
    (param $cut f32)
    (param $first i32)       ;; the number of the first quad
    (param $sums i32)        ;; address of a sum (i32) for each row, all 0
    (param $numbers i32)     ;; addresses of what is written
    (param $lower i32)
    (param $upper i32)
    (param $exact i32)
    (result i32)
    (local $start i32) (local $a i32) (local $b i32) (local $c i32) (local $d i32) (local $sum i32) (local $stop i32)
    (local $qa v128) (local $qb v128) (local $qc v128) (local $qd v128)
    (local $dots v128) (local $errors v128)
    (local.set $stop (i32.add (local.get $sums) (i32.shl (local.get $rows) (i32.const 2))))
    (loop $next_group
      (local.set $a (i32.add (local.get $sheet) (i32.load offset=0 (local.get $query))))
      (local.set $qa (v128.load32_splat offset=4 (local.get $query)))
      (local.set $b (i32.add (local.get $sheet) (i32.load offset=8 (local.get $query))))
      (local.set $qb (v128.load32_splat offset=12 (local.get $query)))
      (local.set $c (i32.add (local.get $sheet) (i32.load offset=16 (local.get $query))))
      (local.set $qc (v128.load32_splat offset=20 (local.get $query)))
      (local.set $d (i32.add (local.get $sheet) (i32.load offset=24 (local.get $query))))
      (local.set $qd (v128.load32_splat offset=28 (local.get $query)))
      (local.set $sum (local.get $sums))
      (loop $next_rows
        (v128.store offset=0 (local.get $sum) (i32x4.add (v128.load offset=0 (local.get $sum)) (i32x4.add
          (i32x4.add (i32x4.dot_i16x8_s (v128.load8x8_s offset=0 (local.get $a)) (local.get $qa)) (i32x4.dot_i16x8_s (v128.load8x8_s offset=0 (local.get $b)) (local.get $qb)))
          (i32x4.add (i32x4.dot_i16x8_s (v128.load8x8_s offset=0 (local.get $c)) (local.get $qc)) (i32x4.dot_i16x8_s (v128.load8x8_s offset=0 (local.get $d)) (local.get $qd))))))
        (v128.store offset=16 (local.get $sum) (i32x4.add (v128.load offset=16 (local.get $sum)) (i32x4.add
          (i32x4.add (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $a)) (local.get $qa)) (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $b)) (local.get $qb)))
          (i32x4.add (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $c)) (local.get $qc)) (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $d)) (local.get $qd))))))
        (v128.store offset=32 (local.get $sum) (i32x4.add (v128.load offset=32 (local.get $sum)) (i32x4.add
          (i32x4.add (i32x4.dot_i16x8_s (v128.load8x8_s offset=16 (local.get $a)) (local.get $qa)) (i32x4.dot_i16x8_s (v128.load8x8_s offset=16 (local.get $b)) (local.get $qb)))
          (i32x4.add (i32x4.dot_i16x8_s (v128.load8x8_s offset=16 (local.get $c)) (local.get $qc)) (i32x4.dot_i16x8_s (v128.load8x8_s offset=16 (local.get $d)) (local.get $qd))))))
        (v128.store offset=48 (local.get $sum) (i32x4.add (v128.load offset=48 (local.get $sum)) (i32x4.add
          (i32x4.add (i32x4.dot_i16x8_s (v128.load8x8_s offset=24 (local.get $a)) (local.get $qa)) (i32x4.dot_i16x8_s (v128.load8x8_s offset=24 (local.get $b)) (local.get $qb)))
          (i32x4.add (i32x4.dot_i16x8_s (v128.load8x8_s offset=24 (local.get $c)) (local.get $qc)) (i32x4.dot_i16x8_s (v128.load8x8_s offset=24 (local.get $d)) (local.get $qd))))))
        (local.set $a (i32.add (local.get $a) (i32.const 32)))
        (local.set $b (i32.add (local.get $b) (i32.const 32)))
        (local.set $c (i32.add (local.get $c) (i32.const 32)))
        (local.set $d (i32.add (local.get $d) (i32.const 32)))
        (br_if $next_rows (i32.lt_u (local.tee $sum (i32.add (local.get $sum) (i32.const 64))) (local.get $stop)))
      )
      (br_if $next_group (i32.lt_u (local.tee $query (i32.add (local.get $query) (i32.const 32))) (local.get $end)))
    )
    (local.set $start (local.get $numbers))
    (local.set $sum (local.get $sums))
    (loop $next_quad
      (local.set $dots (f32x4.mul (f32x4.convert_i32x4_s (v128.load (local.get $sum)))
        (f32x4.mul (v128.load (local.get $sheet)) (f32x4.splat (local.get $query_scale)))))
      (local.set $errors (f32x4.add (f32x4.splat (local.get $query_error))
        (f32x4.min (v128.load offset=4096 (local.get $sheet)) (f32x4.mul (v128.load (local.get $sheet)) (f32x4.splat (local.get $reach))))))
      (if (v128.any_true (f32x4.ge (f32x4.add (local.get $dots) (local.get $errors)) (f32x4.splat (local.get $cut))))
        (then
          (i32.store (local.get $numbers) (local.get $first))
          (v128.store (local.get $lower) (f32x4.sub (local.get $dots) (local.get $errors)))
          (v128.store (local.get $upper) (f32x4.add (local.get $dots) (local.get $errors)))
          (v128.store (local.get $exact) (v128.load (local.get $sum)))
          (local.set $exact (i32.add (local.get $exact) (i32.const 16)))
          (local.set $numbers (i32.add (local.get $numbers) (i32.const 4)))
          (local.set $lower (i32.add (local.get $lower) (i32.const 16)))
          (local.set $upper (i32.add (local.get $upper) (i32.const 16)))
        )
      )
      (local.set $first (i32.add (local.get $first) (i32.const 1)))
      (local.set $sheet (i32.add (local.get $sheet) (i32.const 16)))
      (br_if $next_quad (i32.lt_u (local.tee $sum (i32.add (local.get $sum) (i32.const 16))) (local.get $stop)))
    )
    (i32.shr_u (i32.sub (local.get $numbers) (local.get $start)) (i32.const 2))
  )
)
