"""How the scripts of this folder ask a service, and tell whether two rows of times are of one kind."""
import http.client
import json
import math
import ssl
import statistics
import sys
import time
from urllib.parse import urlparse

ready = dict(part.split("=", 1) for part in sys.argv[1].split())
pairs = int(sys.argv[2])
trust = ssl.create_default_context()
trust.check_hostname = False
trust.verify_mode = ssl.CERT_NONE  # of a demonstration on loopback


def connect(url):
    place = urlparse(url)
    return http.client.HTTPSConnection(place.hostname, place.port, context=trust, timeout=30)


def call(connection, method, path, persona, body=None, headers=None):
    sent = {"Authorization": f"Demo {persona}", **(headers or {})}
    if body is not None:
        sent["Content-Type"] = "application/json"
        body = json.dumps(body)
    began = time.perf_counter_ns()
    connection.request(method, path, body, sent)
    answer = connection.getresponse()
    text = answer.read()
    return answer.status, answer.getheaders(), text, time.perf_counter_ns() - began


def rank_z(left, right):
    """Mann-Whitney: how many standard deviations the ranks of the two are apart."""
    ranked = sorted([(value, 0) for value in left] + [(value, 1) for value in right])
    total = sum(rank for rank, (_, side) in enumerate(ranked, 1) if side == 0)
    n, m = len(left), len(right)
    return (total - n * (n + m + 1) / 2) / math.sqrt(n * m * (n + m + 1) / 12)


passed = failed = 0


def check(words, good):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print("not so:", words)


def tell_apart(what, left, right):
    """Prints how far apart they are. True: a clock shows nothing, or too little to be heard over a network."""
    z = rank_z(left, right)
    apart = statistics.median(left) / statistics.median(right) - 1
    print(f"{what}: {len(left)} pairs, medians {statistics.median(left) / 1e6:.3f} and {statistics.median(right) / 1e6:.3f} ms"
          f" ({apart:+.2%}), z = {z:+.2f}")
    return abs(z) < 5 or abs(apart) < 0.02


def end():
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
