"""What others may do with goals, one file a subject: `programmes`, `tasks`, `imports`, `assigning`, `units`, `reporting`, `sheets`, `verifying`, `changes`, `standings`."""
