// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>

#include <algorithm>

namespace greenroom {

// API Gateway's throttle: `rate` tokens a second, at most `burst` saved up. A rate of 0 is no limit.
class TokenBucket
{
public:
    TokenBucket() = default;
    TokenBucket(double rate, double burst)
        : m_rate(rate)
        , m_burst(std::max(burst, 1.0))
        , m_tokens(m_burst)
    {
        m_since.start();
    }

    bool take()
    {
        if (m_rate <= 0)
            return true;
        m_tokens = std::min(m_burst, m_tokens + m_rate * double(m_since.nsecsElapsed()) / 1e9);
        m_since.start();
        if (m_tokens < 1)
            return false;
        m_tokens -= 1;
        return true;
    }

private:
    double m_rate = 0;
    double m_burst = 1;
    double m_tokens = 1;
    QElapsedTimer m_since;
};

} // namespace greenroom
