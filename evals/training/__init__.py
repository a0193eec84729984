"""Trains the evidence model: documents → pairs → a cross-encoder → int8 ONNX. docs/training.md says how."""
