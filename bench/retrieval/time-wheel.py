"""Times FAISS from its Python wheel on AVX2 kernels, on rows that the benchmark wrote.

Arguments: file of 32-bit floats (rows, then queries), rows, queries, dimensions, best. One thread, one
query at a time. Prints JSON: version, seconds to add, ms per query, mean processor ms, answers.
"""
import json
import sys
import time

import faiss
import numpy

path, (rows, queries, dimensions, best) = sys.argv[1], map(int, sys.argv[2:6])
faiss.SIMDConfig.set_level(faiss.SIMDLevel_AVX2)
faiss.omp_set_num_threads(1)
values = numpy.fromfile(path, dtype='float32').reshape(rows + queries, dimensions)
index = faiss.IndexFlatIP(dimensions)
start = time.perf_counter()
index.add(values[:rows])
added = time.perf_counter() - start
asked = [values[rows + i : rows + i + 1] for i in range(queries)]
for query in asked[:10]:
    index.search(query, best)
times, answers = [], []
processor = time.process_time()
for query in asked:
    start = time.perf_counter()
    _, found = index.search(query, best)
    times.append((time.perf_counter() - start) * 1000)
    answers.append(found[0].tolist())
processor = (time.process_time() - processor) * 1000 / queries
level = faiss.SIMDConfig.get_level_name()
print(json.dumps({'version': f'{faiss.__version__} {level}', 'addSeconds': added, 'ms': times, 'cpuMs': processor, 'answers': answers}))
