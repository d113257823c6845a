export default function ImportBatch() {
  return null;
}
