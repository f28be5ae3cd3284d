"""Every file that a reader ever failed at, or could: `READER/refused`, `READER/read`, and `READER/found`."""
