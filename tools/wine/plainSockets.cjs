// Loaded into Node for Windows: the sockets of Wine 8 do not know the option by which a connection is kept alive (TCP_KEEPIDLE), and
// Node takes that for a connection that failed. No test needs it.
process.binding('tcp_wrap').TCP.prototype.setKeepAlive = () => 0;
