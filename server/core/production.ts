/** First import of the entry: React and the router choose their build by NODE_ENV when first imported; the wrong one answers 500. */
process.env["NODE_ENV"] ??= "production";
