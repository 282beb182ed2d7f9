"""A small but real OpenID Connect provider on loopback: what the government's SSO does."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "kotacerdas", "rahasia"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """Signs in whoever comes as the person of `claims`; `token` overrides what it signs."""

    def __init__(self):
        self.claims = {}
        self.token = {}
        self.codes = {}
        self.userinfo_status = 200
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("H", (Handler,), {"own": self}))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *failure):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def settings(self):
        app = {
            "provider_id": "sso",
            "name": "SSO Pemkab",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": self.url},
        }
        return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


class Handler(BaseHTTPRequestHandler):
    own: Provider

    def do_GET(self):
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        {
            "/.well-known/openid-configuration": self.discovery,
            "/jwks": self.jwks,
            "/authorize": lambda: self.authorize(asked),
            "/userinfo": self.userinfo,
        }.get(address.path, lambda: self.answer({}, 404))()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        assert self.path == "/token"
        asked = self.own.codes.pop(sent["code"])  # a code works once
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        right = (
            (sent["client_id"], sent["client_secret"]) == (CLIENT, SECRET)
            and sent["redirect_uri"] == asked["redirect_uri"]
            and challenge == asked["code_challenge"]
        )
        if not right:
            return self.answer({"error": "invalid_grant"}, 400)
        return self.answer(
            {"access_token": "kunci", "token_type": "Bearer", "id_token": self.signed()}
        )

    def signed(self):
        now = int(time.time())
        claims = {"iss": self.own.url, "aud": CLIENT, "iat": now, "exp": now + 60}
        claims |= self.own.claims | self.own.token
        return jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "satu"})

    def discovery(self):
        ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        found = {f"{name}_endpoint": f"{self.own.url}/{path}" for name, path in ends.items()}
        self.answer({"issuer": self.own.url, "jwks_uri": f"{self.own.url}/jwks", **found})

    def jwks(self):
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        self.answer({"keys": [{**key, "kid": "satu", "alg": "RS256", "use": "sig"}]})

    def authorize(self, asked):
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe()
        self.own.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{back}")
        self.end_headers()

    def userinfo(self):
        assert self.headers["Authorization"] == "Bearer kunci"
        self.answer(self.own.claims, self.own.userinfo_status)

    def answer(self, value, status=200):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *line):
        pass
