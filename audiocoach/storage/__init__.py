"""Files that are whole or not there, and the cache.

`regular` reads what somebody else names; `files` and `partial` write; `seal` lets a file tell that it is ours; `store`
keeps what takes long to make, each kind as `kinds` says, and `housekeeping` holds it to its limit.
"""
