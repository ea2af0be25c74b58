#!/usr/bin/env python3
"""Whole days of a service, with planted strings wherever somebody can write: a case from the form to its end, a report that contact
is unsafe, searches, refusals, refused tokens, malformed requests and pages that are not there.

usage: journey.py "READY LINE" OUT

OUT is a folder: `planted` gets the strings, one a line; `metrics` what the operators' listener says; `answers` how many answers of which
status there were. Ends with 0 when the case is closed and at least 50 strings were taken.
"""
import collections
import http.client
import itertools
import json
import pathlib
import re
import socket
import ssl
import sys
import time
import urllib.parse

ready = dict(part.split("=", 1) for part in sys.argv[1].split())
out = pathlib.Path(sys.argv[2])
trust = ssl.create_default_context()
trust.check_hostname = False
trust.verify_mode = ssl.CERT_NONE  # of a demonstration on loopback
keys = itertools.count()
planted = []
statuses = collections.Counter()


def plant():
    planted.append(f"Quill{len(planted) + 1:03}mark")
    return planted[-1]


def send(listener, method, path, body=None, headers=None):
    place = urllib.parse.urlparse(ready[listener])
    kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
    connection = kind(place.hostname, place.port, timeout=30, **({"context": trust} if place.scheme == "https" else {}))
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    statuses[answer.status] += 1
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text


def api(persona, method, path, body=None, headers=None, listener="staff"):
    sent = {"Authorization": f"Demo {persona}", **(headers or {})}
    if body is not None:
        sent |= {"Content-Type": "application/json", "Idempotency-Key": f"planted-{next(keys)}"}
        body = json.dumps(body)
    status, fields, text = send(listener, method, path, body, sent)
    return status, fields, json.loads(text) if text else None


def is_free(schema):
    marked = {"enum", "const", "pattern", "x-names", "x-choices"} & set(schema)
    return schema.get("type") == "string" and not marked and schema.get("format") in (None, "email")


def resolved(schema, root):
    reference = schema.get("$ref", "")
    return root["$defs"][reference.rsplit("/", 1)[1]] if reference.startswith("#/$defs/") else schema


def with_planted(value, schema, root):
    """The example, with a planted string for every text that somebody could have written."""
    schema = resolved(schema, root)
    if isinstance(value, dict):
        parts = schema.get("properties", {})
        return {name: with_planted(part, parts.get(name, {}), root) for name, part in value.items()}
    if isinstance(value, list):
        return [with_planted(part, schema.get("items", {}), root) for part in value]
    if not isinstance(value, str) or not is_free(schema) or schema.get("maxLength", 100) < 20:
        return value
    return plant() + "@mail.example" if schema.get("format") == "email" else plant()


def patched(value, changes):
    for name, change in changes.items():
        if change is None:
            value.pop(name, None)
        elif isinstance(change, dict) and isinstance(value.get(name), dict):
            patched(value[name], change)
        else:
            value[name] = change
    return value


def filled(schema, changes):
    return patched(with_planted(schema["examples"][0], schema, schema), changes)


def must(status, wanted, what, text=""):
    if status != wanted:
        sys.exit(f"{what} was answered {status}, not {wanted}: {json.dumps(text)[:600]}")


class Case:
    def __init__(self, request):
        status, _, answer = api("front", "POST", "/api/v1/requests", request, listener="public")
        must(status, 201, "the request", answer)
        self.path = "/api/v1/cases/" + answer["reference"]

    def act(self, persona, name, changes=None):
        for _ in range(10):
            status, fields, actions = api(persona, "GET", self.path + "/actions")
            must(status, 200, "the actions", actions)
            form = next((item["form"] for item in actions["items"] if item["name"] == name), None) or sys.exit(f"no form of {name}")
            body = filled(form, changes or {})
            status, _, answer = api(persona, "POST", f"{self.path}/actions/{name}", body, {"If-Match": fields["etag"]})
            if status != 412:  # something was delivered meanwhile
                break
        must(status, 200, f"{name} by {persona}", answer)

    def wait_for_checks(self, wanted):
        for _ in range(600):
            checks = api("coordinator", "GET", self.path)[2]["record"].get("checks", [])
            if len(checks) >= wanted:
                return
            time.sleep(0.1)
        sys.exit("the records systems did not answer")


def answer_for(persona, changes):
    for item in api(persona, "GET", "/api/v1/agency-requests")[2]["items"]:
        path = "/api/v1/agency-requests/" + item["id"]
        form = api(persona, "GET", path)[2]["form"]
        status, _, answer = api(persona, "POST", path + "/answer", filled(form, changes))
        must(status, 200, f"the answer of {persona}", answer)


def main_road(case):
    case.act("intake", "record_triage")
    case.wait_for_checks(4)
    case.act("officer", "ask_to_call_back")  # the one message: mail
    case.act("researcher", "finish_initial_checks")
    case.act("coordinator", "record_initial_decision")
    case.act("officer", "add_note")
    for name in ("record_contact_attempt", "book_meeting", "record_meeting", "verify_identity"):
        case.act("officer", name)
    case.act("researcher", "plan_full_checks")
    case.wait_for_checks(6)
    for system in ("command_and_control", "firearms_licensing"):
        case.act("researcher", "record_check", {"system": system, "outcome": "searched_nothing"})
    for name in ("record_full_checks", "complete_full_checks", "record_risk_assessment"):
        case.act("researcher", name)
    case.act("supervisor", "confirm_risk_assessment")
    case.act("coordinator", "issue_to_agencies")
    answer_for("agency_probation", {"agency": "probation"})
    answer_for("agency_health", {"agency": "health", "answer": "nothing_held", "facts": None})
    case.act("coordinator", "conclude_review")
    case.act("decision_maker", "propose_decision")
    case.act("second_decision_maker", "approve_decision")
    case.act("officer", "plan_disclosure")
    case.act("second_decision_maker", "approve_disclosure_plan")
    case.wait_for_checks(12)
    case.act("researcher", "confirm_fresh_searches")
    case.act("officer", "record_delivery")
    case.act("officer", "record_follow_up")
    case.act("supervisor", "close_request")
    states = api("coordinator", "GET", case.path)[2]["states"]
    if not any(state.endswith(".process.closed") for state in states):
        sys.exit(f"the case is not closed: {states}")


def looks(case):
    """Every look at it, by people who may and by people who may not, and searches with a reason."""
    for persona in ("officer", "supervisor", "agency_health", "auditor", "front"):
        for part in ("", "/actions", "/timeline", "/clock", "/related", "/diagram.svg", "/agency-requests", "/retention"):
            api_any(persona, case.path + part)
    for name in planted[:4]:
        api("intake", "POST", "/api/v1/searches", {"reason": plant(), "name": name})
    api("officer", "POST", case.path + "/reveal", {"person": "applicant", "reason": plant()})
    api("officer", "POST", case.path + "/break-glass", {"reason": plant()})


def api_any(persona, path):
    send("staff", "GET", path, None, {"Authorization": f"Demo {persona}"})


def form_on_pages():
    """Somebody types into the pages, makes mistakes, and says that contact is unsafe."""
    status, fields, _ = send("public", "POST", "/begin", "", {"Content-Type": "application/x-www-form-urlencoded"})
    must(status, 303, "a form")
    cookie = fields["set-cookie"].split(";")[0]
    as_form = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}

    def fill(path, answers):
        page = send("public", "GET", path, None, {"Cookie": cookie})[2].decode()
        token = re.search(r'name="t" value="([^"]*)"', page)
        times = re.search(r'name="n" value="([^"]*)"', page)
        hidden = {"t": token[1] if token else "", "n": times[1] if times else ""}
        return send("public", "POST", path, urllib.parse.urlencode(hidden | answers), as_form)[0]

    fill("/q/1", {"a1": "no"})
    fill("/q/3", {"a1": "partner"})
    for number in range(4, 14):
        fill(f"/q/{number}", {f"a{part}": plant() for part in range(1, 6)})
    must(fill("/stop-contact", {"a1": "", "a2": plant(), "a3": "", "a4": plant(), "a5": plant()}) in (200, 303, 422), True, "a report")
    send("public", "GET", "/exit", None, {"Cookie": cookie})


def wrong_things(case):
    """Planted strings wherever a request can hold one, in requests that are refused."""
    for listener in ("public", "staff"):
        for path in (f"/{plant()}", f"/api/v1/cases/{plant()}", f"/q/{plant()}", f"/console/cases/{plant()}", f"/?{plant()}={plant()}"):
            send(listener, "GET", path)
            send(listener, "POST", path, plant(), {"Content-Type": plant()})
        for name in ("Authorization", "Cookie", "User-Agent", "Referer", "X-Forwarded-For", "Idempotency-Key", "If-Match", "Host"):
            send(listener, "GET", "/api/v1/cases", None, {name: plant()})
        for scheme in ("Bearer", "Demo", "Basic"):
            send(listener, "GET", "/api/v1/cases", None, {"Authorization": f"{scheme} {plant()}"})
        send(listener, "GET", "/", None, {"Cookie": f"__Host-s={plant()}; __Host-staff={plant()}"})
        raw(listener, f"{plant()} / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        raw(listener, f"GET / HTTP/1.1\r\nHost: localhost\r\n{plant()} : {plant()}\r\n\r\n")
        raw(listener, f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {plant()}\r\n\r\n")
    for body in ('{"' + plant() + '"', json.dumps({plant(): plant()}), plant() * 20_000):
        send("public", "POST", "/api/v1/requests", body, {
            "Authorization": "Demo front", "Content-Type": "application/json", "Idempotency-Key": f"planted-{next(keys)}"})
    status, fields, _ = api("supervisor", "GET", case.path + "/actions")
    api("supervisor", "POST", f"{case.path}/actions/{plant()}", {plant(): plant()}, {"If-Match": fields["etag"]})
    api("supervisor", "POST", f"{case.path}/actions/add_note", {plant(): plant()}, {"If-Match": fields["etag"]})
    api_any("auditor", f"/api/v1/audit/events?q=action:{plant()}")
    api_any("supervisor", f"/api/v1/cases?cursor={plant()}&queue={plant()}")
    api_any("supervisor", f"/api/v1/reports/{plant()}")


def raw(listener, text):
    place = urllib.parse.urlparse(ready[listener])
    with socket.create_connection((place.hostname, place.port), timeout=10) as plain:
        with trust.wrap_socket(plain, server_hostname=place.hostname) as secure:
            secure.sendall(text.encode())
            answer = secure.recv(4096).decode(errors="replace")
            statuses[int(answer.split(" ")[1]) if answer.startswith("HTTP/") else 0] += 1


def main():
    schema = json.loads(pathlib.Path("schemas/forms/request.schema.json").read_text(encoding="utf-8"))
    # The simulated records go by a surname that they find anywhere in the name, and know nothing that stops the road: so both words of the
    # subject's name can be planted, as all else of the form is.
    case = Case(filled(schema, {"subject": {"name": f"{plant()} {plant()}marlowe"}}))
    main_road(case)
    looks(case)
    form_on_pages()
    wrong_things(case)
    time.sleep(3)  # what answers did not wait for
    (out / "metrics").write_bytes(b"".join(send("admin", "GET", path)[2] for path in ("/metrics", "/healthz", "/readyz")))
    (out / "planted").write_text("\n".join(planted) + "\n", encoding="utf-8")
    (out / "answers").write_text("".join(f"{status} {count}\n" for status, count in sorted(statuses.items())), encoding="utf-8")
    print(f"{len(planted)} strings planted; answers:", ", ".join(f"{count} of {status}" for status, count in sorted(statuses.items())))
    faults = [status for status in statuses if status >= 500 and status not in (501, 505)]
    if faults or len(planted) < 50:
        sys.exit(f"faults of the server: {faults}")


main()
