"""What is promised to the people who use the program, each promise with the test that holds it to it."""
