"""One table for every list: sorted, filtered, grouped and paged on the server, and downloaded."""
