export default function Organisations() {
  return null;
}
