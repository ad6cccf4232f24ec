"""What a cooperation is made of: one noun, one module; all frozen values, compared by value."""
