"""What a person reads whose mail server takes nothing."""

import smtplib
import socket
import ssl

import pytest

from support.queries.mail_faults import MailFault


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ConnectionRefusedError(111, "Connection refused"), "the connection was refused"),
        (socket.gaierror(-2, "Name or service not known"), "is not known"),
        (TimeoutError("timed out"), "does not answer in time"),
        (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"), "closed the connection"),
        (ConnectionResetError(104, "Connection reset by peer"), "closed the connection"),
        (smtplib.SMTPAuthenticationError(535, b"5.7.8 bad"), "refuses the sign-in: 5.7.8 bad"),
        (smtplib.SMTPNotSupportedError("STARTTLS extension not supported"), "no secure connection"),
        (ssl.SSLCertVerificationError("self-signed certificate"), "no secure connection"),
        (smtplib.SMTPDataError(554, b"spam"), "The mail server says 554: spam"),
        (smtplib.SMTPSenderRefused(550, b"who?", "x@y"), "The mail server says 550: who?"),
        (UnicodeError("no such letter"), "could not be sent: no such letter"),
    ],
)
def test_fault_is_said_in_words(error, said):
    assert said in str(MailFault.of(error))
