"""What the sample studies are made of: answers drawn to hit targets, notes as text, and one writer per format."""
