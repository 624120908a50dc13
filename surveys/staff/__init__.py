"""The people at the console: accounts, passwords, sign-ins, sessions and the audit trail."""
