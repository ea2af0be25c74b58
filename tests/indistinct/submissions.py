"""Brings requests in that name people who are known, and people nobody knows, and holds the times of the answers against
each other. The request after each, which may wait behind the comparison of an earlier one, is timed as well and only told: a
demonstration compares within a fifth of a second, a service in use spreads it over two, so this is the worst there is."""
import copy
import json
import random
import time
import uuid

from asking import call, check, connect, end, pairs, ready, tell_apart

random.seed(11)
BORN = "1991-03-04"
TIMES_KNOWN = 16  # more are not looked into
public, staff = connect(ready["public"]), connect(ready["staff"])
example = json.load(open("schemas/forms/request.schema.json"))["examples"][0]


def request_by(name, about):
    form = copy.deepcopy(example)
    form["applicant"].update({"name": name, "birth_date": BORN})
    form["subject"].update({"name": about, "birth_date": BORN})
    return form


def submit(form):
    status, _, text, took = call(public, "POST", "/api/v1/requests", "front", form, {"Idempotency-Key": str(uuid.uuid4())})
    assert status == 201, (status, text)
    return len(text), took


def next_answer():
    """Of a question that the engine answers."""
    status, _, text, took = call(staff, "GET", "/api/v1/workflows", "supervisor")
    assert status == 200, (status, text)
    return took


def stranger():
    """As many tokens as any other: how a name sounds is looked up as well."""
    return "Kim " + "".join(random.choice("BDGKLM") + random.choice("aeiou") for _ in range(4))


known = [stranger() for _ in range(10)]
for name in known:
    for _ in range(TIMES_KNOWN):
        submit(request_by(name, name.replace("Kim", "Bo ")))
time.sleep(2)
sizes = set()
answers, nexts = ([], []), ([], [])
# Not pair by pair: what went before an answer, and left the machine warm, must not tell which kind it is.
order = [0, 1] * pairs
random.shuffle(order)
for which in order:
    name = random.choice(known) if which == 0 else stranger()
    size, took = submit(request_by(name, name.replace("Kim", "Bo ")))
    sizes.add(size)
    answers[which].append(took)
    nexts[which].append(next_answer())
    time.sleep(0.02)  # what the answer did not wait for is done

check("answers of one size", len(sizes) == 1)
check("no measurable difference in time", tell_apart("answer to a request, known and not", *answers))
tell_apart("the next answer, known and not", *nexts)
end()
