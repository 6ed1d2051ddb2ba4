"""ruptures with its default options on standardised series.

It has no default penalty; log n and 2 log n are what its manual and BIC give."""
import json
import math
import sys
import time

import numpy
import ruptures

series = [numpy.array(values, float) for values in json.load(open(sys.argv[1]))]
series = [(values - values.mean()) / (values.std() or 1) for values in series]
peers = []
for method in (ruptures.Binseg, ruptures.Pelt):
    for model in ("l2", "rbf"):
        for factor in (1, 2):
            begin = time.time()
            answers = [
                method(model=model).fit(values.reshape(-1, 1)).predict(pen=factor * math.log(len(values)))[:-1] for values in series
            ]
            name = f"ruptures {method.__name__} {model} {factor} log n"
            peers.append({"name": name, "seconds": time.time() - begin, "answers": answers})
print(json.dumps(peers))
