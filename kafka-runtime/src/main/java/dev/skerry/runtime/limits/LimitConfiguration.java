package dev.skerry.runtime.limits;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the limits before everything that a door does but telling doors apart. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitProperties.class)
public class LimitConfiguration {

    @Bean
    FilterRegistrationBean<DoorLimits> doorLimits(LimitProperties limits, MeterRegistry meters) {
        FilterRegistrationBean<DoorLimits> filter = new FilterRegistrationBean<>(new DoorLimits(limits, meters));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return filter;
    }
}
