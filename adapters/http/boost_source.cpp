// The one place where Asio and Beast themselves are compiled; every other file sees declarations.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
