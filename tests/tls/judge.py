#!/usr/bin/env python3
"""Judges what testssl.sh found on one listener.

usage: judge.py FINDINGS.json [--some]

Whatever testssl.sh holds to be worse than INFO is a fault, but for EXCEPTIONS. WANTED are findings that must be there and say
so: a run that was cut short, or that looked at less, is no good one. --some: only a part was looked at, WANTED does not count.
Ends with 0 when nothing is wrong, with 1 otherwise.
"""
import collections
import json
import re
import sys

HARMLESS = ("OK", "INFO")
# What testssl.sh calls a fault and is none here: its name, what it says, and why.
EXCEPTIONS = [
    ("engine_problem", "GOST", "of this machine's own OpenSSL, not of the listener: without ciphers that we never offer"),
    ("HTTP_status_code", "^Unexpected 303", "the staff's first page leads to where one signs in"),
]
NOT_OFFERED = "^not offered"
NOT_VULNERABLE = "^not vulnerable|^not offered|^no "
WANTED = {
    "SSLv2": NOT_OFFERED,
    "SSLv3": NOT_OFFERED,
    "TLS1": NOT_OFFERED,
    "TLS1_1": NOT_OFFERED,
    "TLS1_2": "^offered",
    "TLS1_3": "^offered",
    "ALPN": "http/1.1",
    "cipherlist_NULL": NOT_OFFERED,
    "cipherlist_aNULL": NOT_OFFERED,
    "cipherlist_EXPORT": NOT_OFFERED,
    "cipherlist_LOW": NOT_OFFERED,
    "cipherlist_3DES_IDEA": NOT_OFFERED,
    "cipherlist_AVERAGE": NOT_OFFERED,
    "cipherlist_STRONG": "^offered",
    "cipher_order": "server",
    "PFS": "^offered",
    "PFS_ciphers": "^TLS_AES_256_GCM_SHA384",
    "PFS_ECDHE_curves": "X25519",
    "TLS_session_ticket": "^no",
    "SSL_sessionID_support": "^no",
    "sessionresumption_ticket": "not supported",
    "cert_signatureAlgorithm": "SHA256",
    "cert_keySize": "EC 256",
    "cert_trust": "SAN",
    "cert_chain_of_trust": "passed",
    "HSTS_time": "63072000",
    "HSTS_subdomains": "includes",
    "banner_server": "^No Server",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'",
    "Referrer-Policy": "no-referrer",
    "heartbleed": NOT_VULNERABLE,
    "CCS": NOT_VULNERABLE,
    "ticketbleed": NOT_VULNERABLE,
    "ROBOT": NOT_VULNERABLE,
    "secure_renego": "^supported",
    "secure_client_renego": NOT_VULNERABLE,
    "CRIME_TLS": NOT_VULNERABLE,
    "BREACH": NOT_VULNERABLE,
    "POODLE_SSL": NOT_VULNERABLE,
    "SWEET32": NOT_VULNERABLE,
    "FREAK": NOT_VULNERABLE,
    "DROWN": NOT_VULNERABLE,
    "LOGJAM": NOT_VULNERABLE,
    "BEAST": NOT_VULNERABLE,
    "LUCKY13": NOT_VULNERABLE,
    "RC4": NOT_VULNERABLE,
}


def is_excepted(finding):
    return any(finding["id"] == name and re.search(words, finding["finding"]) for name, words, _ in EXCEPTIONS)


def faults_in(findings, everything):
    for finding in findings:
        if finding["severity"] not in HARMLESS and not is_excepted(finding):
            yield f"{finding['severity']} {finding['id']}: {finding['finding']}"
    if not everything:
        return
    said = {finding["id"]: finding["finding"] for finding in findings}
    for name, words in WANTED.items():
        if name not in said:
            yield f"{name} was not looked at"
        elif not re.search(words, said[name], re.IGNORECASE):
            yield f"{name} says: {said[name]}"


def main():
    try:
        with open(sys.argv[1], encoding="utf-8") as file:
            findings = json.load(file)
    except (OSError, ValueError):
        print("what testssl.sh wrote is not the whole of it")
        return 1
    faults = list(faults_in(findings, "--some" not in sys.argv))
    for fault in faults:
        print(fault)
    counts = collections.Counter(finding["severity"] for finding in findings)
    print(f"{len(findings)} findings:", ", ".join(f"{count} {severity}" for severity, count in counts.most_common()))
    excepted = [finding["id"] for finding in findings if finding["severity"] not in HARMLESS and is_excepted(finding)]
    print(f"{len(faults)} faults" if faults else "no finding above INFO", f"(but for {', '.join(excepted)})" if excepted else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
