"""What every audience's pages use: who asks, the frame, tables, forms, drawings and exports."""
