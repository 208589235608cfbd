"""One chart a file; each draws a table that a public function returned and computes nothing."""
