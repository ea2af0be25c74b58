#!/usr/bin/env python3
"""A provider that says whatever the test wants: over TLS it describes itself, gives its key, and answers any code with an ID token for
the person that the code names. Access and logout tokens are made by its command line with the same key (EdDSA, by openssl).

usage: own_provider.py serve FOLDER PORT          until it is ended; FOLDER holds cert.pem and key.pem
       own_provider.py token FOLDER KIND CLAIMS   prints one; KIND is at+jwt or logout+jwt, CLAIMS JSON over what it says anyway
"""
import base64
import http.server
import json
import pathlib
import ssl
import subprocess
import sys
import time
import urllib.parse
import uuid

command, folder = sys.argv[1], pathlib.Path(sys.argv[2])
secret = folder / "provider.key"
address = (folder / "provider.url").read_text().strip()


def part(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(kind, claims):
    now = int(time.time())
    said = {"iss": address, "iat": now, "exp": now + 600, "jti": str(uuid.uuid4()), **claims}
    said = {name: value for name, value in said.items() if value is not None}
    text = ".".join(part(json.dumps(each).encode()) for each in ({"alg": "EdDSA", "kid": "own", "typ": kind}, said))
    work = folder / f"to-sign.{uuid.uuid4()}"
    work.write_text(text)
    signature = subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", secret, "-in", work], check=True, capture_output=True).stdout
    work.unlink()
    return text + "." + part(signature)


class Provider(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path.endswith("/.well-known/openid-configuration"):
            return self.say({"issuer": address, "jwks_uri": address + "/keys", "authorization_endpoint": address + "/auth",
                             "token_endpoint": address + "/token", "response_types_supported": ["code"]})
        der = subprocess.run(["openssl", "pkey", "-in", secret, "-pubout", "-outform", "DER"], check=True, capture_output=True).stdout
        self.say({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "own", "alg": "EdDSA", "use": "sig", "x": part(der[-32:])}]})

    def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        person = json.loads(form["code"][0])  # {sub, nonce, roles, sid}
        claims = {"aud": "clarion", "auth_time": int(time.time()), "name": "Test " + person["sub"], **person}
        self.say({"access_token": "none", "token_type": "Bearer", "id_token": signed("JWT", claims)})

    def say(self, document):
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if command == "token":
    print(signed(sys.argv[3], json.loads(sys.argv[4])))
else:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[3])), Provider)
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    server.socket = trust.wrap_socket(server.socket, server_side=True)
    server.serve_forever()
