# SPDX-FileCopyrightText: 2026 Greenroom contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way back to the host, for code as it runs in production; and what Lambda's own image brings.

The service's own names lead to the host, whose certificate is trusted for them; a botocore that does not know
AWS_ENDPOINT_URL_… obeys it all the same. Nothing is imported ahead of the function: modules are changed as they load.
"""
import importlib.abc
import importlib.machinery
import os
import socket
import sys
from urllib.parse import urlsplit

# Of the image's packages, what boto3 needs; a project that does not list them finds them in the last folders.
IMAGE_PACKAGES = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six")
ENDPOINTS_SINCE = (1, 31)   # botocore obeys AWS_ENDPOINT_URL_… from there on


class AfterImport(importlib.abc.MetaPathFinder):
    """Calls a function on a module once it is loaded."""

    def __init__(self, actions):
        self.actions = actions

    def find_spec(self, name, path=None, target=None):
        action = self.actions.pop(name, None)
        if not action:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None:
            spec = next(filter(None, (finder.find_spec(name, path, target) for finder in sys.meta_path[1:])), None)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def execute_and_act(module):
                execute(module)
                action(module)

            spec.loader.exec_module = execute_and_act
        return spec


class ImagePackages(importlib.abc.MetaPathFinder):
    """The last to be asked, and for a few names only."""

    def __init__(self, folders):
        self.folders = [folder for folder in folders if os.path.isdir(folder)]

    def find_spec(self, name, path=None, target=None):
        if path is not None or name not in IMAGE_PACKAGES:
            return None
        return importlib.machinery.PathFinder.find_spec(name, self.folders, target)


def lead_back(hosts, back):
    original = socket.getaddrinfo

    def getaddrinfo(host, port, *args, **kwargs):
        name = host.decode() if isinstance(host, bytes) else host
        if isinstance(name, str) and name.lower() in hosts:
            host, port = back.hostname, back.port
        return original(host, port, *args, **kwargs)

    socket.getaddrinfo = getaddrinfo


def trust(names, port, certificate):
    def leads_here(stream, name):
        if name is not None:
            return str(name).lower() in names
        try:
            address = stream.getpeername()   # of an address no name is sent
        except (AttributeError, OSError):
            return False
        return address[0] in names and address[1] == port

    def change(ssl):
        def trusting(original):
            def wrap(self, *args, **kwargs):
                if leads_here(kwargs.get("sock", args[0] if args else None), kwargs.get("server_hostname")):
                    self.load_verify_locations(certificate)
                return original(self, *args, **kwargs)
            return wrap

        ssl.SSLContext.wrap_socket = trusting(ssl.SSLContext.wrap_socket)
        ssl.SSLContext.wrap_bio = trusting(ssl.SSLContext.wrap_bio)

    return change


def obey_endpoints(session_module):
    import botocore

    if tuple(int(part) for part in botocore.__version__.split(".")[:2]) >= ENDPOINTS_SINCE:
        return
    original = session_module.Session.create_client

    def create_client(self, service_name, region_name=None, api_version=None, use_ssl=True, verify=None, endpoint_url=None,
                      *args, **kwargs):
        if endpoint_url is None:
            service = str(self.get_service_model(service_name, api_version).service_id).replace(" ", "_").upper()
            endpoint_url = os.environ.get("AWS_ENDPOINT_URL_" + service) or os.environ.get("AWS_ENDPOINT_URL")
        return original(self, service_name, region_name, api_version, use_ssl, verify, endpoint_url, *args, **kwargs)

    session_module.Session.create_client = create_client


def set_up(hosts, packages):
    sys.meta_path.append(ImagePackages(packages))
    actions = {"botocore.session": obey_endpoints}
    back = urlsplit(os.environ.get("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI", ""))
    if back.port:
        names = {name for name in hosts if name}
        lead_back(names, back)
        certificate = os.environ.get("GREENROOM_CA_FILE", "")
        if certificate:
            actions["ssl"] = trust(names | {back.hostname, "localhost", "127.0.0.1", "::1"}, back.port, certificate)
    sys.meta_path.insert(0, AfterImport(actions))
