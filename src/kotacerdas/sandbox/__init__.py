"""Untrusted bytes are looked at in a process of their own: `calls.call` is the door.

    from kotacerdas.sandbox.calls import call
    from kotacerdas.sandbox.errors import SandboxError
    from kotacerdas.sandbox.messages import Message

    def judge(data: bytes, *, name: str) -> Message:  # at the top of a module, needs no Django
        return Message({"kind": "pdf"}, (preview,))

    try:
        answer = call(judge, data, name="laporan.pdf")
    except SandboxError:
        ...  # it died, took too much memory or time, or raised: say so to the person

What crosses is JSON and bytes, in both directions, never code.
"""
