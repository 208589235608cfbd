"""What the sample studies are made of: answers drawn to hit targets, notes as text, a writer per format."""
