// A client without any SDK: it only hands on the `traceparent` it was given.
const headers = { traceparent: process.env.TRACEPARENT };
const response = await fetch(`${process.env.GREETER_URL}/greeting`, { headers });
console.log(await response.text());
