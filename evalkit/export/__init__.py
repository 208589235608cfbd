"""What leaves the kit: pictures, slides, documents, tables, the report and its manifest."""
