"""TBX in its versions and styles: reading, writing, checking."""
