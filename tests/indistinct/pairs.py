"""Asks for what is there and not theirs, and for what is not there, and holds the answers against each other."""
import json
import random
import re
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

from asking import call, check, connect, end, pairs, ready, tell_apart

random.seed(7)
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def without_id(headers, text):
    """All of an answer but what differs between any two: the request's id and the date."""
    ids = re.findall(rb"urn:clarion:request:([\w.-]+)", text)
    for one in ids:
        text = text.replace(one, b"ID")
    kept = [(name, value) for name, value in headers if name.lower() not in ("date", "x-request-id")]
    return kept, text


public, staff = connect(ready["public"]), connect(ready["staff"])
example = json.load(open("schemas/forms/request.schema.json"))["examples"][0]
there = []
for number in range(40):
    form = dict(example)
    status, _, text, _ = call(public, "POST", "/api/v1/requests", "front", form, {"Idempotency-Key": str(uuid.uuid4())})
    assert status == 201, (status, text)
    there.append(json.loads(text)["reference"])
# A conflicted officer for some, an auditor for the others: neither may know of them.
listed = call(staff, "GET", "/api/v1/cases", "supervisor")
assert listed[0] == 200
call(staff, "GET", f"/api/v1/cases/{there[0]}/actions", "officer")
for reference in there[:20]:
    for _ in range(20):
        version = json.loads(call(staff, "GET", f"/api/v1/cases/{reference}", "officer")[2])["version"]
        status, _, text, _ = call(staff, "POST", f"/api/v1/cases/{reference}/actions/declare_own_conflict", "officer",
                                  {"knows": ["person_asked_about"]},
                                  {"Idempotency-Key": str(uuid.uuid4()), "If-Match": f'"{version}"'})
        if status != 412:  # what its answer did not wait for was done meanwhile
            break
    assert status == 200, (status, text)


def check_of(body):
    """ISO 7064 MOD (n+1, n), as engine/core/reference.cpp has it."""
    size = len(LETTERS)
    product = size
    for letter in body:
        total = (product + LETTERS.index(letter)) % size or size
        product = total * 2 % (size + 1)
    return LETTERS[(size + 1 - product) % size]


def reference_of_none():
    body = "".join(random.choice(LETTERS) for _ in range(8))
    return f"{body[:4]}-{body[4:]}-{check_of(body)}"


for reference in there:
    plain = reference.replace("-", "")
    assert check_of(plain[:8]) == plain[8], "the references are made otherwise"

WAYS = [("GET", "", None), ("GET", "/actions", None), ("GET", "/timeline", None), ("GET", "/clock", None),
        ("GET", "/diagram.svg", None), ("GET", "/related", None), ("GET", "/agency-requests", None), ("GET", "/timeline?after=99", None),
        ("POST", "/actions/add_note", {"text": "A note."}), ("POST", "/actions/nothing", {}), ("POST", "/agency-requests/preview", {}),
        ("GET", "/retention", None), ("POST", "/retention/hold", {}),
        ("POST", "/people/applicant/reveal", {"reason": "To see what is said of it."}),
        ("POST", "/break-glass", {"reason": "To see what is said of it."})]
AT_ONCE = 16  # an answer waits for its step
STEP_NS = 50_000_000  # adapters/http/problem.hpp
own = threading.local()


def ask(persona, method, paths, body, first):
    """Both requests of a pair on one connection, the one that is not there before or after the other."""
    if not hasattr(own, "connection"):
        own.connection = connect(ready["staff"])
    answers = [None, None]
    for which in (first, 1 - first):
        answers[which] = call(own.connection, method, paths[which], persona, body)
    return persona, method, paths, answers


def planned(pair):
    persona = ("officer", "auditor")[pair % 2]
    hidden = there[random.randrange(20)] if persona == "officer" else there[random.randrange(40)]
    method, rest, body = WAYS[pair // 2 % len(WAYS)]
    if persona == "auditor" and rest == "/break-glass":
        rest, method, body = "", "GET", None
    paths = [f"/api/v1/cases/{reference}{rest}" for reference in (hidden, reference_of_none())]
    return persona, method, paths, body, random.randrange(2)


differences = early = 0
times = {"officer": ([], []), "auditor": ([], [])}
with ThreadPoolExecutor(AT_ONCE) as pool:
    for persona, method, paths, (one, other) in pool.map(ask, *zip(*[planned(pair) for pair in range(pairs)])):
        for which, answer in enumerate((one, other)):
            times[persona][which].append(answer[3])
            early += answer[3] < STEP_NS
        same = one[0] == other[0] == 404 and without_id(one[1], one[2]) == without_id(other[1], other[2])
        if not same:
            differences += 1
            if differences <= 3:
                print("not the same:", method, paths[0], one[:3], other[:3])


check("no answer leaves before its step", early == 0)
check("the same bytes in body and fields, but for the id", differences == 0)
for persona, (left, right) in times.items():
    check(f"no measurable difference in time ({persona})", tell_apart(persona, left, right))
end()
