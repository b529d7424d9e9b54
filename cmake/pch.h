// Precompiled: the parts of Qt and std that nearly every file uses.
#include <QtCore>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <variant>
