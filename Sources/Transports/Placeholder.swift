import AsyncHTTPClient
import NIOSSL
import Subprocess
