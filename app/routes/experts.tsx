export default function Experts() {
  return null;
}
